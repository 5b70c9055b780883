namespace DutyKiosk.Terminal.Device
{
    /// <summary>What differs from one virtual board to the next.</summary>
    public sealed class DeviceIdentity
    {
        private readonly VirtualBoard.Board _board = VirtualBoard.Board.Current;

        /// <summary>A number for a new journal: from the board's name and the moment of the start.</summary>
        public uint DrawEpoch()
        {
            uint epoch = (uint)_board.Time.UnixMs ^ ((uint)_board.Starts << 24);
            for (int i = 0; i < _board.Name.Length; i++)
            {
                epoch = (epoch * 31) + _board.Name[i];
            }

            return epoch;
        }

        /// <summary>True when the network has given the board an address.</summary>
        public bool HasAddress()
        {
            return _board.Network.Up;
        }

        /// <summary>Writes a line on the serial console.</summary>
        public void WriteConsole(string line)
        {
            _board.WriteConsole(line);
        }
    }
}
