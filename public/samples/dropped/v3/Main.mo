/// The way out, if it is taken before anything is lost: keep what is not needed any more. It costs next to nothing.
persistent actor {

  /// `email` is not shown any more, but still there.
  var president = { name = "Ann"; email = "ann@example.org" };

  /// Not counted any more.
  var visits : Nat = 0;

  public func elect(name : Text) : async () {
    president := { president with name };
  };

  public query func contact() : async Text {
    president.name;
  };

};
