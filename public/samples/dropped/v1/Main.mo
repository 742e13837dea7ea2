/// A club: its president, and how often anybody came.
persistent actor {

  var president = { name = "Ann"; email = "ann@example.org" };

  var visits : Nat = 0;

  public func elect(name : Text, email : Text) : async () {
    president := { name; email };
  };

  public func visit() : async Nat {
    visits += 1;
    visits;
  };

  public query func contact() : async Text {
    president.name # " <" # president.email # ">";
  };

};
