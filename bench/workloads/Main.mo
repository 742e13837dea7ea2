import Map "mo:core/Map";
import Nat "mo:core/Nat";
import VarArray "mo:core/VarArray";

/// What the instrumented module is compared with the untouched one on.
persistent actor {

  var fibonacci = 0;
  var entries = 0;
  transient let slots = VarArray.repeat<Nat>(0, 100_000);

  func fib(n : Nat) : Nat {
    if (n < 2) { n } else { fib(n - 1) + fib(n - 2) };
  };

  /// Calls and arithmetic, hardly any memory.
  public func fibOf27() : async () {
    fibonacci := fib(27);
  };

  /// Allocation, comparisons, a tree.
  public func mapAdd() : async () {
    let map = Map.empty<Nat, Nat>();
    var i = 0;
    while (i < 20_000) {
      Map.add(map, Nat.compare, (i * 7_919) % 100_003, i);
      i += 1;
    };
    entries := Map.size(map);
  };

  /// Stores, one after the other.
  public func arrayStores() : async () {
    var round = 0;
    while (round < 10) {
      var i = 0;
      while (i < 100_000) {
        slots[i] := i;
        i += 1;
      };
      round += 1;
    };
  };

};
