import Baker "canister:baker";

/// A café that bakes nothing itself. Each order waits for another canister, the baker, and that can take long.
persistent actor {

  /// What has been ordered.
  var orders : Nat = 0;

  /// What has reached the table.
  var served : Nat = 0;

  /// At `await` this message ends: its state is saved, and the café goes on with others. What stands below `await`
  /// is called later, with the baker's answer. Until then the café keeps a note of where to go on in THIS code.
  public func order(cake : Text) : async Text {
    orders += 1;
    let baked = await Baker.bake(cake);
    served += 1;
    "Enjoy your " # baked;
  };

  public query func count() : async { orders : Nat; served : Nat } {
    { orders; served };
  };

};
