import Migration "Migration";

/// Version 2 keeps first and last names apart. Without the migration, the compiler would refuse this upgrade.
(with migration = Migration.run)
persistent actor {

  type Guest = { first : Text; last : Text; nights : Nat };

  /// The initial value is for a fresh installation. In an upgrade, the migration gives the value.
  var guest : Guest = { first = "Grace"; last = "Hopper"; nights = 1 };

  /// Not named in the migration, so it is simply kept.
  var visits : Nat = 1;

  public func arrive(first : Text, last : Text, nights : Nat) : async () {
    guest := { first; last; nights };
    visits += 1;
  };

  public query func latest() : async Guest {
    guest;
  };

};
