@R07.3.3
Feature: R07.3.3 值班人员当班时,首先写好自己的姓名及当班时间
  The badge writes name and time, and opens the log of the shift: before it nothing can be written.

  Background:
    Given the policy pack "water-utility"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    |      | S09        |
    And the time is "2026-03-02 07:50"

  Scenario: 先写姓名和时间,才有本班记录 before the badge there is no log to write in
    When "S02" writes "first caller at eight" under "call records" at "07:55"
    Then the bridge refuses with "no-sheet"
    When "S02" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field | value            |
      | staff | S02              |
      | shift | D1               |
      | at    | 2026-03-02 08:00 |
    And the sheet of shift "D1" is incomplete
    When "S02" writes "first caller at eight" under "call records" at "08:05"
    And "S02" completes the sheet
    Then the sheet of shift "D1" is complete

  Scenario: 接班刷卡即开本班记录 with a handover it is the second badge that opens it
    Given "S01" holds the duty
    When "S01" completes the sheet at "07:52"
    And "S02" taps at "07:53"
    And "S01" taps at "07:58"
    And "S02" taps at "07:58:05"
    Then the sheet of shift "N1" is frozen
    And the sheet of shift "D1" is incomplete
    When "S02" writes "took over at two to eight" under "call records"
    And "S02" completes the sheet
    Then the sheet of shift "D1" is complete

  Scenario: 不当班的人没有记录可写 who is not on this shift does not write in its log
    When "S02" taps at "08:00"
    And "S04" writes "I was here" under "call records" at "08:05"
    Then the bridge refuses with "not-entitled"
