/// The first file begins with nothing, so that a fresh installation can run it.
module {

  public func migration(_ : {}) : { total : Nat; last : Text } {
    { total = 0; last = "nothing yet" };
  };

};
