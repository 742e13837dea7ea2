import Array "mo:core/Array";
import Runtime "mo:core/Runtime";

/// A guest house with three rooms. Before an upgrade it checks its books, and that check is too strict.
persistent actor {

  var guests : [Text] = [];

  public func arrive(name : Text) : async Nat {
    guests := Array.concat(guests, [name]);
    guests.size();
  };

  public query func list() : async [Text] {
    guests;
  };

  /// The first step of an upgrade runs in the OLD code, this one. If it traps, the upgrade is undone. And no new
  /// version can mend it, because it is the code that is installed already.
  system func preupgrade() {
    if (guests.size() > 3) Runtime.trap("more guests than rooms");
  };

};
