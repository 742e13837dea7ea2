import Error "mo:core/Error";
import Principal "mo:core/Principal";

/// A bell that somebody can wait for. You need not know how it works to follow the sample.
///
/// A call can be left open only while something else is waited for. So the bell asks to be stopped: a canister stops when
/// its last call is answered, and here that is the call that waits for the stop. Nothing more happens, and nothing runs,
/// until the bell is started again: that ends the wait.
persistent actor class Bell() = bell {

  transient let ic = actor "aaaaa-aa" : actor {
    stop_canister : { canister_id : Principal } -> async ();
  };

  /// Answers when the bell is started.
  public func wait() : async () {
    loop {
      try {
        await ic.stop_canister({ canister_id = Principal.fromActor(bell) });
      } catch (error) {
        // After five minutes the system gives up stopping it, and the bell asks once more.
        if (Error.code(error) != #system_transient) return;
      };
    };
  };

};
