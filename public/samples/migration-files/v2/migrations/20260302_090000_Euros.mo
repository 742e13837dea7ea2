import Float "mo:core/Float";

/// Takes what the file before left, and gives what version 2 declares.
module {

  public func migration(old : { total : Nat }) : { total : Float; sales : Nat } {
    { total = Float.fromInt(old.total) / 100.0; sales = 0 };
  };

};
