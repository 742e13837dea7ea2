import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Bell "Bell";

/// Bakes one cake at a time, and answers when it is ready. That is for you to say: call `ready`.
persistent actor Baker {

  /// The cake in the oven.
  var oven : ?Text = null;

  /// A canister of the baker's own, to wait for.
  var bell : ?Bell.Bell = null;

  transient let ic = actor "aaaaa-aa" : actor {
    start_canister : { canister_id : Principal } -> async ();
    update_settings : { canister_id : Principal; settings : { controllers : ?[Principal] } } -> async ();
  };

  /// Bakes a cake. The answer comes when `ready` has been called; whoever asked waits for it as long as it takes.
  public func bake(cake : Text) : async Text {
    if (oven != null) Runtime.trap("there is a cake in the oven: call ready of the baker first");
    oven := ?cake;
    await (await theBell()).wait();
    oven := null;
    cake;
  };

  /// The cake is ready.
  public func ready() : async () {
    let ?ringing = bell else return;
    await ic.start_canister({ canister_id = Principal.fromActor(ringing) });
  };

  /// The bell, made for the first cake. It has to be one of its own controllers.
  func theBell() : async Bell.Bell {
    let ?hung = bell else {
      let made = await (with cycles = 2_000_000_000_000) Bell.Bell();
      let controllers = ?[Principal.fromActor(Baker), Principal.fromActor(made)];
      await ic.update_settings({ canister_id = Principal.fromActor(made); settings = { controllers } });
      bell := ?made;
      return made;
    };
    hung;
  };

};
