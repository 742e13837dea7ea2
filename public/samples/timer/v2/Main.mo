import Timer "mo:core/Timer";

/// Version 2 beats in steps of hundred, so you can see which version is at work. After the upgrade nothing
/// happens, until you call `start` again: the timer of version 1 is gone.
///
/// To start by itself after each upgrade, set the timer where the transient variable gets its initial value, which
/// happens again each time:
///
///   transient var timer : ?Timer.TimerId = ?Timer.recurringTimer<system>(#seconds 2, beat);
///
persistent actor {

  /// Kept by an upgrade.
  var beats : Nat = 0;

  func beat() : async () {
    beats += 100;
  };

  /// Initialised again: no timer.
  transient var timer : ?Timer.TimerId = null;

  /// Starts the heart. Starting it twice changes nothing.
  public func start() : async () {
    if (timer == null) timer := ?Timer.recurringTimer<system>(#seconds 2, beat);
  };

  public func stop() : async () {
    let ?id = timer else return;
    Timer.cancelTimer(id);
    timer := null;
  };

  public query func count() : async Nat {
    beats;
  };

};
