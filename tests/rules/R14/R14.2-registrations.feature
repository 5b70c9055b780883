@R14.2
Feature: R14.2 来电来访登记,派工单回收
  Calls and visits are registered; every dispatch order has a time by which it is to be back.

  Background:
    Given the policy pack "community"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 派工单未写回收时间不得交接 an order without a time is not handed over
    When "S01" completes the sheet at "07:25"
    And "S01" writes "plumber to flat 12" under "dispatch" at "07:30"
    Then the sheet of shift "N1" is incomplete
    When "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    When "S01" explains the item "plumber to flat 12" with due "09:30" at "07:53"
    And "S01" taps at "07:54"
    Then the signal is "waiting-for-second"

  Scenario: 逾期未回收即通知 an order that is not back in time is told, to the shift that has it by then
    When "S01" writes "plumber to flat 12" under "dispatch" due "09:30" at "07:25"
    And "S01" completes the sheet
    And "S02" taps at "07:45"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "D1" carries over "plumber to flat 12"
    When the time is "09:29"
    Then no notice about "item-overdue" is sent
    And a notice about "item-overdue" reaches "S09" by "09:31"

  Scenario: 按时回收不通知 one that is back in time is not
    When "S01" writes "plumber to flat 12" under "dispatch" due "07:50" at "07:25"
    And "S01" closes the item "plumber to flat 12" at "07:45"
    And the time is "07:55"
    Then no notice about "item-overdue" is sent

  Scenario: 来电来访登记在册 calls and visits stand on the sheet, and what is open goes on
    When "S01" writes "Mrs Zhao asked for the doctor" under "calls and visits" at "07:25"
    And "S01" writes "call the doctor before nine" under "memo"
    And "S01" completes the sheet
    And "S02" taps at "07:45"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "D1" carries over "Mrs Zhao asked for the doctor"
    And the sheet of shift "D1" carries over "call the doctor before nine"
