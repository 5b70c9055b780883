namespace DutyKiosk.HostBridge.Web;

/// <summary>Which of the pages around signing in it is.</summary>
public enum DoorKind
{
    /// <summary>Signing in.</summary>
    SignIn,

    /// <summary>Making the first manager.</summary>
    First,

    /// <summary>Choosing a password by a link.</summary>
    Choose,

    /// <summary>Changing one's own password.</summary>
    Change,

    /// <summary>A link that works no longer.</summary>
    Dead,
}

/// <summary>A page around signing in.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Token">What its form is known by as one of this bridge.</param>
public sealed record DoorView(DoorKind Kind, string Token)
{
    /// <summary>What was wrong: the key of its words, or a sentence; empty: nothing.</summary>
    public string Fault { get; init; } = "";

    /// <summary>The name that was written.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it leads to.</summary>
    public string Then { get; init; } = "/";

    /// <summary>The code of the link that led here.</summary>
    public string Code { get; init; } = "";

    /// <summary>Whether there is a provider of the house to sign in through.</summary>
    public bool HasProvider { get; init; }

    /// <summary>Whether there is no manager yet.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Whether it is a demo.</summary>
    public bool IsDemo { get; init; }
}
