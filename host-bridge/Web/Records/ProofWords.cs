using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>How far a record can be trusted, in words.</summary>
public static class ProofWords
{
    /// <summary>In a word, with a mark, so that colour is not the only difference.</summary>
    public static string Short(Language t, Proof? proof) => proof switch
    {
        null => "… " + t["records.unjudged"],
        Proof.Ok or Proof.Erased => "✓ " + BoardWords.Of(t, Words.Of(proof.Value)),
        _ => "✗ " + BoardWords.Of(t, Words.Of(proof.Value)),
    };

    /// <summary>In a sentence: how it was verified, or why it could not be.</summary>
    public static string Long(Language t, Proof? proof) => t[$"records.proof-{(proof is { } known ? Words.Of(known) : "unjudged")}"];
}
