import HashMap "mo:base/HashMap";
import Iter "mo:base/Iter";
import Text "mo:base/Text";

/// The front desk gives everybody a seat.
actor {

  stable var visitors = 0;

  stable var latest = "nobody";

  /// Seats by name. A hash map cannot be stable.
  var seats = HashMap.HashMap<Text, Nat>(10, Text.equal, Text.hash);

  /// Where the seats wait while an upgrade happens.
  stable var savedSeats : [(Text, Nat)] = [];

  public func greet(name : Text) : async () {
    visitors += 1;
    latest := name;
    seats.put(name, visitors);
  };

  public query func seatOf(name : Text) : async ?Nat {
    seats.get(name);
  };

  /// Runs in the old version, when an upgrade begins.
  system func preupgrade() {
  };

  /// Runs in the new version, when the upgrade ends.
  system func postupgrade() {
    seats := HashMap.fromIter(savedSeats.vals(), 10, Text.equal, Text.hash);
  };

};
