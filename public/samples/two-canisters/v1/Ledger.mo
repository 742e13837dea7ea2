import Map "mo:core/Map";
import Principal "mo:core/Principal";

/// Keeps everybody's coins. It knows nothing of the shop, only how to tell whoever asks that money has moved.
persistent actor {

  /// Coins by owner.
  let balances = Map.empty<Principal, Nat>();

  /// Gives the caller ten coins.
  public shared ({ caller }) func earn() : async Nat {
    let balance = balanceOf(caller) + 10;
    balances.add(caller, balance);
    balance;
  };

  /// Takes coins from `payer` for the canister that calls, and calls `receipt` of that canister.
  public shared ({ caller }) func charge(payer : Principal, price : Nat, receipt : shared Nat -> async ()) : async Bool {
    let balance = balanceOf(payer);
    if (balance < price) return false;
    balances.add(payer, balance - price : Nat);
    balances.add(caller, balanceOf(caller) + price);
    await receipt(price);
    true;
  };

  public query ({ caller }) func myBalance() : async Nat {
    balanceOf(caller);
  };

  func balanceOf(owner : Principal) : Nat {
    switch (balances.get(owner)) {
      case (?coins) { coins };
      case null { 0 };
    };
  };

};
