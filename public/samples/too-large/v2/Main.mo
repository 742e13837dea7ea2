import Map "mo:core/Map";
import Nat "mo:core/Nat";

/// Version 2 can look an entry up. With classical persistence, an upgrade first writes ALL entries into stable memory
/// and then reads them all back: the more there are, the more instructions that takes, and an upgrade may only take so
/// many. With enhanced persistence main memory stays where it is, and the size does not matter.
persistent actor {

  let entries = Map.empty<Nat, Text>();

  var next : Nat = 0;

  /// Writes so many entries.
  public func write(count : Nat) : async Nat {
    let end = next + count;
    while (next < end) {
      Map.add(entries, Nat.compare, next, "Entry number " # Nat.toText(next));
      next += 1;
    };
    Map.size(entries);
  };

  /// Throws away the oldest entries, so many.
  public func forget(count : Nat) : async Nat {
    var left = count;
    for ((number, _) in Map.entries(Map.clone(entries))) {
      if (left == 0) return Map.size(entries);
      Map.remove(entries, Nat.compare, number);
      left -= 1;
    };
    Map.size(entries);
  };

  public query func read(number : Nat) : async ?Text {
    Map.get(entries, Nat.compare, number);
  };

  public query func size() : async Nat {
    Map.size(entries);
  };

};
