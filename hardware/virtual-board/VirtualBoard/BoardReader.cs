namespace DutyKiosk.VirtualBoard;

/// <summary>The field of the MFRC522: what cards are in it, and whether the chip answers.</summary>
public sealed class BoardReader
{
    private const long TapMs = 300;

    private readonly Board _board;
    private readonly object _gate = new();
    private byte[]? _card;
    private bool _two;
    private bool _fails;
    private int _placed;

    internal BoardReader(Board board)
    {
        _board = board;
    }

    /// <summary>True: the chip does not answer.</summary>
    public bool Fails
    {
        get => _fails;
        set
        {
            _fails = value;
            _board.Poke();
        }
    }

    /// <summary>Whether a card is in the field.</summary>
    public bool HasCard => _card != null;

    /// <summary>Whether stepping a poll could find anything: a card, or a fault to be noticed.</summary>
    public bool IsQuiet => _card == null && !_fails;

    /// <summary>Puts a card into the field.</summary>
    public void Place(byte[] uid)
    {
        lock (_gate)
        {
            _two = _card != null;
            _card ??= uid;
            Halted = false;
            _placed++;
        }

        _board.Poke();
    }

    /// <summary>Takes whatever is in the field away.</summary>
    public void Remove()
    {
        lock (_gate)
        {
            _card = null;
            _two = false;
            Halted = false;
        }

        _board.Poke();
    }

    /// <summary>A badge is held to the reader for as long as a person does; who was there before takes his away.</summary>
    public void Tap(byte[] uid)
    {
        Remove();
        Place(uid);
        int placed = _placed;
        _board.Time.After(
            TapMs,
            () =>
            {
                if (placed == _placed)
                {
                    Remove();
                }
            });
    }

    /// <summary>A card that was sent to sleep answers no more until it has left the field.</summary>
    public bool Halted { get; set; }

    /// <summary>The card that answers a request; null: none does, as there is none, two at once, or a halted one.</summary>
    public byte[]? Answer()
    {
        lock (_gate)
        {
            return _two || Halted ? null : _card;
        }
    }
}
