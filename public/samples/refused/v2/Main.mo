/// Version 2 cannot take over the state of version 1: the number in `age` is not a text.
/// The playground stops the upgrade before anything is lost. Ways out: give `age` its old type back, choose a
/// new name for the new variable and keep the old one, or convert the value with a migration (see that sample).
persistent actor {

  /// Was `Nat`.
  var age : Text = "thirty";

  var name : Text = "Ann";

  public func setAge(newAge : Text) : async () {
    age := newAge;
  };

  public func setName(newName : Text) : async () {
    name := newName;
  };

  public query func describe() : async Text {
    name # " is " # age;
  };

};
