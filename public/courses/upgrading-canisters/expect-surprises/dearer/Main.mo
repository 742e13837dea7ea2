import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Timer "mo:core/Timer";

/// A stall at the market.
persistent actor {

  /// Coins for an apple.
  var price = 7;

  /// Days since the stall opened.
  var days = 0;

  /// Whoever opened it.
  var owner : ?Principal = null;

  func nextDay() : async () {
    days += 1;
  };

  /// Opens the stall, and counts the days from now on.
  public shared ({ caller }) func open() : async () {
    if (owner != null) Runtime.trap("The stall is open already");
    owner := ?caller;
    ignore Timer.recurringTimer<system>(#days 1, nextDay);
  };

  public shared ({ caller }) func setPrice(coins : Nat) : async () {
    if (owner != ?caller) Runtime.trap("Only the owner sets the price");
    price := coins;
  };

};
