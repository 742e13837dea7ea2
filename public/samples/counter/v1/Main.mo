/// A counter and its twin. Count a few times, press Upgrade, and see which one remembers.
persistent actor {

  /// Kept by an upgrade, like every variable of a persistent actor.
  var count : Nat = 0;

  /// `transient` means: start again with each upgrade.
  transient var twin : Nat = 0;

  /// Adds one to both.
  public func increment() : async Nat {
    count += 1;
    twin += 1;
    count;
  };

  /// The counter and its twin.
  public query func read() : async (Nat, Nat) {
    (count, twin);
  };

};
