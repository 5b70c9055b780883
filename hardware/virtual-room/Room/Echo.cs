namespace DutyKiosk.VirtualRoom.Room;

/// <summary>What somebody wrote, said back to him: never more of it than a line holds.</summary>
public static class Echo
{
    private const int Longest = 24;

    /// <summary>The text, cut where it is long.</summary>
    public static string Of(string? text) => text == null ? "" : text.Length <= Longest ? text : text[..Longest] + "…";
}
