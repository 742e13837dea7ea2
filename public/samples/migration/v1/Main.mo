/// A guest book with full names. Version 2 wants first and last names apart.
persistent actor {

  type Guest = { name : Text; nights : Nat };

  /// The guest who came last.
  var guest : Guest = { name = "Ada Lovelace"; nights = 2 };

  /// How many guests there were.
  var visits : Nat = 1;

  public func arrive(name : Text, nights : Nat) : async () {
    guest := { name; nights };
    visits += 1;
  };

  public query func latest() : async Guest {
    guest;
  };

};
