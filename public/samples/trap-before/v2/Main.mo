import Array "mo:core/Array";

/// Version 2 counts stars, and checks nothing before an upgrade. That comes too late: what runs before the upgrade
/// to version 2 is `preupgrade` of version 1.
///
/// A `preupgrade` should not be able to trap. Best is to need none.
persistent actor {

  var guests : [Text] = [];

  var stars : Nat = 3;

  public func arrive(name : Text) : async Nat {
    guests := Array.concat(guests, [name]);
    guests.size();
  };

  public query func list() : async [Text] {
    guests;
  };

  public func award() : async Nat {
    stars += 1;
    stars;
  };

};
