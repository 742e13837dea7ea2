import Timer "mo:core/Timer";

/// A heart that beats every two seconds, once it has been started. An upgrade stops it.
persistent actor {

  /// Kept by an upgrade.
  var beats : Nat = 0;

  func beat() : async () {
    beats += 1;
  };

  /// The number of the running timer. An upgrade ends all timers, so the number must not outlive it either.
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
