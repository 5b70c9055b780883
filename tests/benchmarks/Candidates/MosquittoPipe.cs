using System.Globalization;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>mosquitto, <c>mosquitto_sub</c> that writes an INSERT a message, <c>sed</c> that puts transactions around them, and <c>sqlite3</c>, in one pipe.</summary>
/// <param name="folder">The folder, which is there.</param>
/// <param name="autosaveSeconds">How often the broker saves, in seconds.</param>
/// <param name="batch">How many rows a transaction has.</param>
internal sealed class MosquittoPipe(string folder, int autosaveSeconds, int batch) : TableCandidate(folder, autosaveSeconds, batch)
{
    /// <inheritdoc/>
    internal override string Name => $"mosquitto_sub into sqlite3, {Transactions}";

    /// <inheritdoc/>
    private protected override void StartSubscriber() => Processes.Start("/bin/sh", ["-c", string.Create(
        CultureInfo.InvariantCulture,
        $"mosquitto_sub -h 127.0.0.1 -p {Port} -i rows -c -q 1 -t '{Topic}' -F \"INSERT INTO rows(topic, payload) VALUES('%t', '%p');\"{(Batch == 1 ? "" : $" | sed -e '1~{Batch}i BEGIN;' -e '{Batch}~{Batch}a COMMIT;'")} | sqlite3 -cmd 'PRAGMA synchronous=FULL' '{DatabasePath}'")]);
}
