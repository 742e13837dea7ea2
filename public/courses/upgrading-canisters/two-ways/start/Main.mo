import List "mo:core/List";
import Nat "mo:core/Nat";

/// Keeps notes.
persistent actor {

  let notes = List.empty<Text>();

  /// Writes so many notes.
  public func write(count : Nat) : async () {
    for (number in Nat.range(0, count)) notes.add("Note " # number.toText());
  };

  public query func countNotes() : async Nat {
    notes.size();
  };

};
