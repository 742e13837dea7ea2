import Array "mo:base/Array";
import Debug "mo:base/Debug";

/// A waiting list, in older Motoko.
actor {

  var waiting : [Text] = [];

  stable var saved : [Text] = [];

  public func join(name : Text) : async () {
    waiting := Array.append(waiting, [name]);
  };

  /// Takes the first one off the list.
  public func serve() : async () {
    if (waiting.size() > 0) waiting := Array.subArray(waiting, 1, waiting.size() - 1 : Nat);
  };

  public query func list() : async [Text] {
    waiting;
  };

  system func preupgrade() {
    if (waiting.size() > 2) Debug.trap("The list is too long to be saved");
    saved := waiting;
  };

  system func postupgrade() {
    waiting := saved;
  };

};
