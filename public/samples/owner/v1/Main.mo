import Principal "mo:core/Principal";

/// A safe that only its owner can open: whoever installs it.
shared (install) persistent actor class Main() {

  /// Worked out once, when the canister is installed for the first time.
  let owner = install.caller;

  var coins : Nat = 0;

  public func put(count : Nat) : async Nat {
    coins += count;
    coins;
  };

  public shared ({ caller }) func take() : async Text {
    if (not Principal.equal(caller, owner)) return "Only the owner can open the safe";
    coins := 0;
    "Here are your coins";
  };

};
