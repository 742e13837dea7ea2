import List "mo:core/List";
import Nat "mo:core/Nat";
import Region "mo:core/Region";

/// Keeps notes in main memory, and one number in stable memory.
persistent actor {

  /// Lies in main memory, as variables do.
  let notes = List.empty<Text>();

  /// Names a piece of stable memory. The piece itself lies there.
  let archive = Region.new();

  /// Writes so many notes.
  public func write(count : Nat) : async () {
    for (number in Nat.range(0, count)) notes.add("Note " # number.toText());
  };

  public query func countNotes() : async Nat {
    notes.size();
  };

  /// Asks for more pages of stable memory, 64 KiB each. Says whether they were given.
  public func reserve(pages : Nat64) : async Bool {
    archive.grow(pages) != 0xFFFF_FFFF_FFFF_FFFF;
  };

  /// Writes a number into the first eight bytes of the archive.
  public func store(number : Nat64) : async () {
    archive.storeNat64(0, number);
  };

  public query func load() : async Nat64 {
    archive.loadNat64(0);
  };

};
