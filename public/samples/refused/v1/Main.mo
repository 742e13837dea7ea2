/// Remembers an age and a name. Look at `age` in version 2.
persistent actor {

  /// A natural number.
  var age : Nat = 30;

  var name : Text = "Ann";

  public func setAge(newAge : Nat) : async () {
    age := newAge;
  };

  public func setName(newName : Text) : async () {
    name := newName;
  };

  public query func describe() : async Text {
    name # " is " # debug_show age;
  };

};
