import Principal "mo:core/Principal";

/// Version 2 is meant to hand the safe over to Bob: his id stands where the owner is set. But an upgrade keeps the old
/// value of `owner`, and what stands here is not run again.
shared (install) persistent actor class Main() {

  let owner = Principal.fromText("5xuof-yl6sw-u6rl3-l2sow-7fg5x-c76r6-7uj3m-ktu3k-cqomb-4b7zs-5ae");

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
