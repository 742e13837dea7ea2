/// Counts how often it was asked to.
persistent actor {
  var count = 0;
  transient var hits = 0;

  public func increment() : async Nat {
    count += 1;
    hits += 1;
    count
  };

  public query func get() : async Nat {
    count
  };
};
