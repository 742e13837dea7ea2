/// Version 2 counts in euros, and counts sales too. An upgrade runs the files that have not run yet; a fresh installation runs them all.
persistent actor {

  /// In euros.
  var total : Float;

  /// No file but the first names it, so it is simply kept.
  var last : Text;

  var sales : Nat;

  public func sell(item : Text, euros : Float) : async () {
    total += euros;
    last := item;
    sales += 1;
  };

  public query func read() : async (Float, Text, Nat) {
    (total, last, sales);
  };

};
