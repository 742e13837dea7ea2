/// Version 2 was tidied up: the field `email` and the variable `visits` seemed to be of no use.
/// Whatever is not declared any more has no place in the new version.
persistent actor {

  var president = { name = "Ann" };

  public func elect(name : Text) : async () {
    president := { name };
  };

  public query func contact() : async Text {
    president.name;
  };

};
