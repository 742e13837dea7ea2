import Timer "mo:core/Timer";

/// The way out: the timer is set where a transient variable gets its initial value. That happens when the canister is
/// installed, and again with each upgrade, so the heart never needs a `start`. (`system func postupgrade` is another
/// place for it, but runs with upgrades only, not when the canister is installed.)
persistent actor {

  /// Kept by an upgrade.
  var beats : Nat = 0;

  func beat() : async () {
    beats += 1000;
  };

  /// Initialised again with each upgrade: a new timer.
  transient var timer : ?Timer.TimerId = ?Timer.recurringTimer<system>(#seconds 2, beat);

  public func stop() : async () {
    let ?id = timer else return;
    Timer.cancelTimer(id);
    timer := null;
  };

  public query func count() : async Nat {
    beats;
  };

};
