/// Counts how often it was asked to, and remembers who asked last.
persistent actor {
  var count = 0;
  var lastCaller = "nobody";
  transient var hits = 0;

  public func increment() : async Nat {
    count += 10;
    hits += 1;
    count
  };

  public func incrementAs(name : Text) : async Nat {
    lastCaller := name;
    count += 10;
    hits += 1;
    count
  };

  public query func get() : async Nat {
    count
  };

  public query func last() : async Text {
    lastCaller
  };
};
