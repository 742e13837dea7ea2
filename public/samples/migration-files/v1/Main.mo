/// A kiosk. Its variables have no first values here: the files in the folder migrations give them.
persistent actor {

  /// In cents.
  var total : Nat;

  var last : Text;

  public func sell(item : Text, cents : Nat) : async () {
    total += cents;
    last := item;
  };

  public query func read() : async (Nat, Text) {
    (total, last);
  };

};
