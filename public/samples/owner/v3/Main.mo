import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";

/// The way out: the owner has a method to hand the safe over. State is changed by messages, never by a new first value.
shared (install) persistent actor class Main() {

  /// `var`, so that it can change. An upgrade still keeps it.
  var owner = install.caller;

  var coins : Nat = 0;

  public shared ({ caller }) func handOver(newOwner : Principal) : async () {
    if (not Principal.equal(caller, owner)) Runtime.trap("Only the owner can hand the safe over");
    owner := newOwner;
  };

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
