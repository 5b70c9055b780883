using System;
using System.Globalization;
using System.IO;
using System.Text;
using DutyKiosk.HostBridge.Admin;

namespace DutyKiosk.Processes;

/// <summary>Who works in the house: at each post with a real terminal as many people as are needed for a tap at any time, as nobody may tap twice within three seconds.</summary>
internal static class HouseRoster
{
    /// <summary>How many people a post has.</summary>
    internal const int PeopleAPost = 40;

    /// <summary>The post of the terminals that only make load.</summary>
    internal const string LoadPost = "load";

    /// <summary>The post of a real terminal.</summary>
    internal static string Post(int terminal) => $"post{terminal}";

    /// <summary>The badge of one of its people.</summary>
    internal static string Badge(int terminal, int person) => string.Create(CultureInfo.InvariantCulture, $"04{terminal:X2}{person:X4}");

    /// <summary>Writes the roster into a data folder, with one long shift at each post around a moment.</summary>
    internal static void Write(string folder, int terminals, DateTimeOffset now)
    {
        var text = new StringBuilder($"zone: UTC\nposts:\n- {{ id: {LoadPost} }}\n");
        for (int i = 1; i <= terminals; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: {Post(i)} }}\n");
        }

        text.Append("staff:\n");
        for (int i = 1; i <= terminals; i++)
        {
            for (int person = 0; person < PeopleAPost; person++)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {{ id: S{i}{person:00}, role: {(person == 0 ? "leader" : "operator")}, badges: [\"{Badge(i, person)}\"] }}\n");
            }
        }

        text.Append("shifts:\n");
        for (int i = 1; i <= terminals; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: D{i}, post: {Post(i)}, start: {now.UtcDateTime.AddHours(-1):yyyy-MM-dd HH:mm}, end: {now.UtcDateTime.AddHours(11):yyyy-MM-dd HH:mm}, leader: S{i}00, crew: [S{i}01, S{i}02, S{i}03] }}\n");
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, DataFolder.RosterName), text.ToString());
    }
}
