/// Collects votes of one to five stars.
persistent actor {

  /// How many voted.
  var votes = 0;

  /// All their stars together.
  var sum = 0;

  /// The average when this version began.
  transient let atFirst = sum / votes;

  public func vote(stars : Nat) : async () {
    votes += 1;
    sum += stars;
  };

  public query func total() : async Nat {
    sum;
  };

  public query func before() : async Nat {
    atFirst;
  };

};
