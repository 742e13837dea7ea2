import Ledger "canister:ledger";

/// Version 2 of the shop also counts its customers, and an apple costs five coins now. The ledger is not upgraded: it goes on as it is.
persistent actor {

  /// Apples left. Kept.
  var apples : Nat = 100;

  /// Coins that the ledger has told us about. Kept.
  var income : Nat = 0;

  /// New in this version.
  var customers : Nat = 0;

  /// Buys one apple for the caller: asks the ledger for five coins and waits for its answer.
  public shared ({ caller }) func buy() : async Text {
    if (apples == 0) return "Sold out";
    if (not (await Ledger.charge(caller, 5, paid))) return "You need 5 coins: call earn of the ledger";
    apples -= 1;
    customers += 1;
    "Enjoy your apple, customer " # debug_show customers;
  };

  /// The ledger calls this back when coins have moved.
  public shared func paid(coins : Nat) : async () {
    income += coins;
  };

  public query func stock() : async Nat {
    apples;
  };

};
