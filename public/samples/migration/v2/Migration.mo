import Text "mo:core/Text";

/// Turns the state of version 1 into that of version 2. Needed only once: later versions leave it out.
module {

  type OldGuest = { name : Text; nights : Nat };
  type NewGuest = { first : Text; last : Text; nights : Nat };

  /// Takes the variables that change and gives their new values. Variables it does not name are kept.
  public func run(old : { var guest : OldGuest }) : { var guest : NewGuest } {
    let words = old.guest.name.split(#char ' ');
    let first = switch (words.next()) { case (?word) { word }; case null { "" } };
    let last = words.join(" ");
    { var guest = { first; last; nights = old.guest.nights } };
  };

};
