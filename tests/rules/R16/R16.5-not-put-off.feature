@R16.5
Feature: R16.5 当天能解决的不推诿给第二天
  What is left for the next day says why; what is solved is closed and goes no further.

  Background:
    Given the policy pack "union-line"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 12:00 | 2026-03-02 18:00 | S01    | S09        |
      | N1 | 2026-03-02 18:00 | 2026-03-03 00:00 | S02    | S09        |
    And the time is "2026-03-02 17:30"
    And "S01" holds the duty
    When "S01" has nothing under "register"
    And "S01" writes "职工咨询工伤赔付" under "unfinished" at "17:35"

  Scenario: 没有理由不得留给下一班 without a reason it cannot be left
    Then the sheet of shift "D1" is incomplete
    When "S01" taps at "17:52"
    Then the tap is refused as "sheet-incomplete"
    And "S01" holds the duty

  Scenario: 说明理由后带入下一班 with its reason it is carried over
    When "S01" explains the item "职工咨询工伤赔付" with reason "须人社局答复" at "17:40"
    Then the sheet of shift "D1" is complete
    When "S02" taps at "17:45"
    And "S02" reads the sheet
    And "S01" taps at "17:52"
    And "S02" taps at "17:52:05"
    Then "S02" holds the duty
    And the sheet of shift "N1" carries over "职工咨询工伤赔付"

  Scenario: 当天解决的不再带入 solved the same day it needs no reason and is not carried over
    When "S01" closes the item "职工咨询工伤赔付" at "17:40"
    Then the sheet of shift "D1" is complete
    When "S02" taps at "17:45"
    And "S01" taps at "17:52"
    And "S02" taps at "17:52:05"
    Then "S02" holds the duty
    And the sheet of shift "N1" does not carry over "职工咨询工伤赔付"

  Scenario: 移交其他部门的督办卡 what goes to another department on a supervision card stands on the next sheet until it is closed
    When "S01" closes the item "职工咨询工伤赔付" at "17:40"
    And "S01" writes "督办卡12号,已移交法律部" under "supervision cards"
    And "S02" taps at "17:45"
    And "S01" taps at "17:52"
    And "S02" taps at "17:52:05"
    Then the sheet of shift "N1" carries over "督办卡12号,已移交法律部"
