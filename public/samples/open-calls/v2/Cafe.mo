import Baker "canister:baker";

/// Version 2 lets the guests leave a tip. It has no mistake: what is wrong is the moment.
persistent actor {

  /// What has been ordered.
  var orders : Nat = 0;

  /// What has reached the table.
  var served : Nat = 0;

  /// New in this version.
  var tips : Nat = 0;

  public func order(cake : Text) : async Text {
    orders += 1;
    let baked = await Baker.bake(cake);
    served += 1;
    "Enjoy your " # baked;
  };

  public func tip(coins : Nat) : async Nat {
    tips += coins;
    tips;
  };

  public query func count() : async { orders : Nat; served : Nat } {
    { orders; served };
  };

};
