/// A way out: the old variable stays as it is, and the new one has a name of its own.
persistent actor {

  /// As in version 1, so that its value has a place to go.
  var age : Nat = 30;

  var ageInWords : Text = "thirty";

  var name : Text = "Ann";

  public func setAge(newAge : Text) : async () {
    ageInWords := newAge;
  };

  public func setName(newName : Text) : async () {
    name := newName;
  };

  public query func describe() : async Text {
    name # " is " # debug_show age # ", in words: " # ageInWords;
  };

};
