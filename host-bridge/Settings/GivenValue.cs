namespace DutyKiosk.HostBridge.Settings;

/// <summary>A value that somebody gave a setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">The value as it was written.</param>
/// <param name="Place">Where: a file with its line and member, a variable or an option, as a sentence begins with it.</param>
/// <param name="Folder">The folder from which a path is meant; empty: the current one.</param>
public sealed record GivenValue(Setting Setting, string Text, string Place, string Folder = "")
{
    /// <summary>The sentence that refuses it. It does not repeat what is secret or may be.</summary>
    public StartupException Refused()
    {
        bool shown = !Setting.IsSecret && !(Setting.Kind.IsLink && Text.Contains('@'));
        return new StartupException(shown ? $"{Place} is '{Operations.Printable.Of(Text)}', but must be {Setting.Kind.Range}." : $"{Place} must be {Setting.Kind.Range}.");
    }
}
