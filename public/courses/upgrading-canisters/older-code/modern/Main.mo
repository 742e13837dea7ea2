import Map "mo:core/Map";
import Text "mo:core/Text";

/// The front desk in the Motoko of today.
persistent actor {

  var visitors = 0;

  var latest = "nobody";

  /// What the last version in the older language saved for us.
  let savedSeats : [(Text, Nat)] = [];

  /// Seats by name. New as a kept variable, so it is filled here, once.
  let seats = Map.fromIter<Text, Nat>(savedSeats.values(), Text.compare);

  public func greet(name : Text) : async () {
    visitors += 1;
    latest := name;
    seats.add(name, visitors);
  };

  public query func seatOf(name : Text) : async ?Nat {
    seats.get(name);
  };

};
