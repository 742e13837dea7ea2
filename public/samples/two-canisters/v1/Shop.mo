import Ledger "canister:ledger";

/// Sells apples for three coins. The coins are in another canister, the ledger.
persistent actor {

  /// Apples left.
  var apples : Nat = 100;

  /// Coins that the ledger has told us about.
  var income : Nat = 0;

  /// Buys one apple for the caller: asks the ledger for three coins and waits for its answer.
  public shared ({ caller }) func buy() : async Text {
    if (apples == 0) return "Sold out";
    if (not (await Ledger.charge(caller, 3, paid))) return "You need 3 coins: call earn of the ledger";
    apples -= 1;
    "Enjoy your apple";
  };

  /// The ledger calls this back when coins have moved.
  public shared func paid(coins : Nat) : async () {
    income += coins;
  };

  public query func stock() : async Nat {
    apples;
  };

};
