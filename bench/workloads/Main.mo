import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Nat32 "mo:core/Nat32";
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

  /// The constants of SHA-256: fractions of the cube roots of the primes up to 311.
  transient let constants : [Nat32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
    0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
    0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
    0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
    0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ];
  transient let state = VarArray.repeat<Nat32>(0, 8);
  transient let schedule = VarArray.repeat<Nat32>(0, 64);

  func compress() {
    var t = 16;
    while (t < 64) {
      let x = schedule[t - 15];
      let y = schedule[t - 2];
      let s0 = (x <>> 7) ^ (x <>> 18) ^ (x >> 3);
      let s1 = (y <>> 17) ^ (y <>> 19) ^ (y >> 10);
      schedule[t] := schedule[t - 16] +% s0 +% schedule[t - 7] +% s1;
      t += 1;
    };
    var a = state[0];
    var b = state[1];
    var c = state[2];
    var d = state[3];
    var e = state[4];
    var f = state[5];
    var g = state[6];
    var h = state[7];
    t := 0;
    while (t < 64) {
      let s1 = (e <>> 6) ^ (e <>> 11) ^ (e <>> 25);
      let t1 = h +% s1 +% ((e & f) ^ ((^e) & g)) +% constants[t] +% schedule[t];
      let s0 = (a <>> 2) ^ (a <>> 13) ^ (a <>> 22);
      let t2 = s0 +% ((a & b) ^ (a & c) ^ (b & c));
      h := g;
      g := f;
      f := e;
      e := d +% t1;
      d := c;
      c := b;
      b := a;
      a := t1 +% t2;
      t += 1;
    };
    state[0] +%= a;
    state[1] +%= b;
    state[2] +%= c;
    state[3] +%= d;
    state[4] +%= e;
    state[5] +%= f;
    state[6] +%= g;
    state[7] +%= h;
  };

  /// Bit operations on words, the rounds of SHA-256 over 2,000 blocks.
  public func sha256() : async () {
    var block : Nat32 = 0;
    while (block < 2_000) {
      var t = 0;
      while (t < 16) {
        schedule[t] := block *% 0x9e3779b9 +% Nat32.fromNat(t);
        t += 1;
      };
      compress();
      block += 1;
    };
  };

};
